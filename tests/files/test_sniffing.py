"""The content decides what a file is; a file that lies about its type is refused (issue 2, “Bad input”; quality.md,
security)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files import samples
from yichuang.files.rules.media import LARGEST, MEGABYTE
from yichuang.files.rules.sniffing import HEAD, Accepted, Refused, archive_members, clean_name, judge_upload


def judge(name: str, declared: str, data: bytes, size: int | None = None) -> Accepted | Refused:
    return judge_upload(name, declared, data[:HEAD], len(data) if size is None else size, archive_members(data))


@pytest.mark.parametrize(
    "name, declared, data, kind, extension",
    [
        ("身份证.jpg", "image/jpeg", samples.picture("JPEG"), "image", "jpg"),
        ("身份证.JPEG", "image/pjpeg", samples.picture("JPEG"), "image", "jpg"),
        ("blob", "image/jpeg", samples.picture("JPEG"), "image", "jpg"),
        ("blob", "", samples.picture("PNG"), "image", "png"),
        ("a.png", "application/octet-stream", samples.picture("PNG"), "image", "png"),
        ("a.webp", "image/webp", samples.picture("WEBP"), "image", "webp"),
        ("a.bmp", "image/bmp", samples.picture("BMP"), "image", "bmp"),
        ("a.tif", "image/tiff", samples.picture("TIFF"), "image", "tif"),
        ("合同.pdf", "application/pdf", samples.pdf(), "pdf", "pdf"),
        ("a.docx", "", samples.DOCX, "word", "docx"),
        ("a.xlsx", "", samples.XLSX, "sheet", "xlsx"),
        ("批文.ofd", "application/ofd", samples.OFD, "ofd", "ofd"),
    ],
)
def test_honest_files_are_taken_with_their_true_type(
    name: str, declared: str, data: bytes, kind: str, extension: str
) -> None:
    verdict = judge(name, declared, data)
    assert isinstance(verdict, Accepted)
    assert (verdict.kind, verdict.extension) == (kind, extension)


@pytest.mark.parametrize(
    "name, declared, data, said",
    [
        ("a.pdf", "application/pdf", samples.picture("JPEG"), "内容却是JPEG 图片"),
        ("a.png", "", samples.picture("JPEG"), "内容却是JPEG 图片"),
        ("a.exe", "", samples.picture("JPEG"), "可执行程序"),
        ("blob", "application/pdf", samples.picture("PNG"), "声明的类型是PDF 文件"),
        ("blob", "text/plain", samples.picture("PNG"), "声明的类型是text/plain"),
        ("a.jpg", "image/jpeg", samples.PROGRAM, "内容却是可执行程序"),
        ("a.jpg", "image/jpeg", samples.HTML, "内容却是网页"),
        ("a.png", "image/png", samples.SVG, "内容却是SVG"),
        ("a.pdf", "application/pdf", b"#!/bin/sh\nrm -rf /", "内容却是脚本"),
        ("a.pdf", "application/pdf", b"no pdf at all", "无法识别的数据"),
        ("a.jpg", "image/jpeg", samples.HEIC, "HEIC"),
        ("a.docx", "", samples.archive("x.txt"), "内容却是压缩包"),
        ("a.docx", "", samples.DOCM, "带宏"),
    ],
)
def test_a_file_that_lies_about_its_type_is_refused_and_told_so(
    name: str, declared: str, data: bytes, said: str
) -> None:
    verdict = judge(name, declared, data)
    assert isinstance(verdict, Refused)
    assert [reason.code for reason in verdict.reasons] == ["file_type_lies"]
    assert said in verdict.reasons[0].message


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("setup.exe", samples.PROGRAM, "可执行程序"),
        ("index.html", samples.HTML, "网页"),
        ("logo.svg", samples.SVG, "SVG"),
        ("run.bat", b"@echo off\r\nformat c:", "脚本"),
        ("照片.heic", samples.HEIC, "HEIC"),
        ("材料.zip", samples.archive("a.jpg"), "压缩包"),
        ("旧表.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "旧版"),
        ("动图.gif", b"GIF89a" + b"\0" * 20, "GIF"),
        ("录像.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\0" * 20, "视频"),
        ("说明.txt", "你好".encode(), "不认识"),
    ],
)
def test_kinds_that_are_not_taken_say_what_to_do_instead(name: str, data: bytes, said: str) -> None:
    verdict = judge(name, "", data)
    assert isinstance(verdict, Refused)
    assert verdict.reasons[0].code == "file_kind"
    assert said in verdict.reasons[0].message
    assert verdict.reasons[0].todo and verdict.reasons[0].kept


def test_an_empty_file_is_refused() -> None:
    verdict = judge("a.jpg", "image/jpeg", b"")
    assert isinstance(verdict, Refused) and verdict.reasons[0].code == "file_empty"


@pytest.mark.parametrize(
    "data, limit", [(samples.picture(), 20), (samples.pdf(), 30), (samples.DOCX, 20), (samples.OFD, 30)]
)
def test_the_size_limit_is_exact(data: bytes, limit: int) -> None:
    assert isinstance(judge("", "", data, limit * MEGABYTE), Accepted)
    assert isinstance(judge("", "", data, limit * MEGABYTE + 1), Refused)
    assert limit * MEGABYTE <= LARGEST


def test_a_photo_of_40_megabytes_is_told_its_size_the_limit_and_the_way_out() -> None:
    verdict = judge("a.jpg", "image/jpeg", samples.picture(), 40 * MEGABYTE)
    assert isinstance(verdict, Refused)
    reason = verdict.reasons[0]
    assert "40.0 MB" in reason.message and "20 MB" in reason.message
    assert "扫描分辨率" in reason.todo and "手机" in reason.todo


def test_a_file_both_too_large_and_lying_is_told_both_reasons() -> None:
    verdict = judge("a.pdf", "", samples.picture(), 40 * MEGABYTE)
    assert isinstance(verdict, Refused)
    assert [reason.code for reason in verdict.reasons] == ["file_too_large", "file_type_lies"]


@given(st.text(max_size=40), st.text(max_size=30), st.binary(max_size=200))
def test_no_input_whatever_breaks_the_judgement(name: str, declared: str, data: bytes) -> None:
    assert isinstance(judge(name, declared, data), Accepted | Refused)


@pytest.mark.parametrize(
    "given_name, clean",
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\扫描\\身份证.JPG", "身份证.jpg"),
        ("..", "未命名.jpg"),
        ("", "未命名.jpg"),
        ("照\u202egpj.exe", "照gpj.jpg"),
        ('a"b\r\nSet-Cookie: x.jpg', "abSet-Cookie x.jpg"),
        ("v1.2 终稿", "v1.2 终稿.jpg"),
        ("x" * 400 + ".jpg", "x" * 116 + ".jpg"),
    ],
)
def test_names_lose_folders_and_control_characters(given_name: str, clean: str) -> None:
    assert clean_name(given_name, "jpg") == clean


@given(st.text(max_size=300))
def test_a_clean_name_is_always_one_plain_file_name(text: str) -> None:
    name = clean_name(text, "pdf")
    assert name.endswith(".pdf") and len(name) <= 120
    assert not set(name) & set('/\\\x00\r\n"<>|\u202e') and name not in (".pdf", "..pdf")
