"""The word lists of the naming rules (S2-15 杜绝模糊表述与兜底条款): one table, read by every rule that looks at a name.

Learnt on the names of 2,262 matters of Guangdong with 1,441 different names of materials, and 1,135 matters of 广安前锋区; the figures are
in docs/naming.md. What stands inside 《…》 is the title of a document and is never searched: titles are not ours to mend.
"""

import re
from dataclasses import dataclass

# What a material is called when nobody says which: the last word of a vague name. 接收手续办理 is what is done and no paper.
PAPERS = (
    "证明材料", "证明文件", "证明资料", "材料", "资料", "文件", "证明", "证件", "凭证", "凭据", "手续(?!办)", "要件", "证照",
    "证书", "证据", "文书",
)  # fmt: skip
_PAPER = f"(?:{'|'.join(PAPERS)})"
# At most a short word between the vague word and the paper: “其他国际旅行证件” is a catch-all, “其他社会团体法定代表人声明” is not.
_SHORT = r"[^，,；;、。的（）()]{0,4}"
_OFFICES = "(?:部门|单位|机关|机构|方面)"
# 等 that closes a list. Not of 等级, 等候, 高等, 中等, 同等 (but 合同等); 等原因, 等情形, 等方式 list causes and not papers.
_AND_SO_ON = r"(?<![高中初对平优均相头上下何一二三四甲乙丙丁])(?<!(?<!合)同)等(?![级候待离于额值价效])(?!原因|情形|情况|方式|事项)"


@dataclass(frozen=True)
class Vague:
    """One forbidden way to write: its pattern, where it is looked for, what is wrong with it and what to write instead."""

    code: str
    pattern: re.Pattern[str]
    said: str
    todo: str
    everywhere: bool = False

    def found(self, text: str) -> str:
        """Return the words that offend, empty when there are none."""
        match = self.pattern.search(text)
        return match.group() if match else ""


def _vague(code: str, pattern: str, said: str, todo: str, everywhere: bool = False) -> Vague:
    return Vague(code, re.compile(pattern), said, todo, everywhere)


LIST_THEM = "请逐份写明材料的标准名称；确实只在某种情形下需要的，写成情形题。"
NAME_OFFICE = "请写明是哪个部门、哪家机构。"
# The first that fits is reported, so the particular stands first. `everywhere`: also in questions, options, situations, points.
VAGUE: tuple[Vague, ...] = (
    # 法律、法规规定的其他材料; 其他需要提供的材料; 国家规定的开展无线电业务所需提供的材料.
    _vague("catch_all", rf"其[他它](?:需要?|应当?|应该|必须|按规定)[^，；、]{{0,6}}的{_SHORT}{_PAPER}", "是兜底条款", LIST_THEM, True),
    _vague("catch_all", rf"规定的其[他它]{_SHORT}{_PAPER}", "是兜底条款", LIST_THEM, True),
    # 其他材料, 其他佐证材料, 其他身份证件. Not in question texts of the kind “是否为其他组织”: there must be a paper at the end.
    _vague("catch_all", rf"其[他它]{_SHORT}{_PAPER}(?!号)", "是兜底条款", LIST_THEM, True),
    _vague("catch_all", rf"(?<![无不])(?:需要?|应当?|应该|所需|要求|补充)(?:提供|提交|报送|出具)的?{_SHORT}(?:材料|资料|证明文件)",
           "没有说明是哪一份材料", LIST_THEM),
    # 年度表彰奖励文件需要材料, 艺术节组委会要求材料: who wants it is not what it is.
    _vague("catch_all", r"(?:需要|要求|规定)的?(?:材料|资料)$", "没有说明是哪一份材料", LIST_THEM),
    # 营业执照等申请人身份证明文件, 合同、发票等材料, （契税等）.
    _vague("and_so_on", rf"{_AND_SO_ON}的?[^，,；;、。的（）()]{{0,6}}{_PAPER}", "用“等”代替了没有写出的材料", LIST_THEM, True),
    _vague("and_so_on", rf"{_AND_SO_ON}(?=$|[）)])", "用“等”代替了没有写出的材料", LIST_THEM),
    _vague("which_office", rf"(?:有关|相关|其[他它]有关|各有关){_OFFICES}", "没有说明是哪个部门", NAME_OFFICE, True),
    # 纪检监察等部门, 中国海关等部门.
    _vague("which_office", rf"{_AND_SO_ON}{_OFFICES}", "用“等”代替了没有写出的部门", NAME_OFFICE),
    # 相关证明, 有关缴费凭据. Not 相关技术人员…, 相关利益群体意见: no paper close behind.
    _vague("some_or_other", rf"(?:相关|有关)的?{_SHORT}{_PAPER}", "是模糊表述", "请写明材料的标准名称。", True),
    # 与申请事由相应的证明材料; but a question may ask for “相应资质证书”.
    _vague("some_or_other", rf"(?:相应|对应)的?{_SHORT}{_PAPER}", "是模糊表述", "请写明材料的标准名称。"),
    _vague("some_or_other", r"(?:有关|相关)事[项宜]", "是模糊表述", "请写明是什么事项。"),
    _vague("as_needed", rf"必[要需]的?{_SHORT}{_PAPER}", "是模糊表述", LIST_THEM, True),
    # 视情况提供, 必要时: S2-11 asks for a question instead.
    _vague("as_needed", r"(?<![监重电歧])视(?:具体)?情[况形]?|视(?:实际)?需要|根据(?:实际)?(?:情况|需要)|必要时|如有必要|如[需有]提[供交]",
           "把是否需要留给了窗口去判断", "请写成情形题，由题目答案决定是否需要。", True),
)  # fmt: skip
# Only in review points (S2-17, S2-21: 低 = 没有明确的要点): what is it checked against?
VAGUE_POINTS: tuple[Vague, ...] = (
    _vague("measure", r"(?:符合|满足|按照?|依照?)(?:国家|法律|法规|政策)?的?(?:有关|相关|相应|规定的)的?(?:法律|法规|规定|要求|标准|条件)",
           "没有说明符合哪一条", "请写明依据的条款或者可以当场看出的标准。"),
    _vague("measure", r"^(?:材料|内容|资料)?(?:齐全|完整|真实有效|真实|合法|合规|规范|无误|有效|符合要求|符合规定)[。；]?$",
           "没有说明看什么、怎样算合格", "请写明看哪一处、与什么比对、怎样算合格。"),
)  # fmt: skip
# A name that says what the paper is for and not what it is; advice, because there may be no standard name for it.
GENERIC = re.compile(
    r"(?:证明材料|证明文件|证明资料|有效文件|有效证件|身份证明|身份证件|身份材料|身份资料|批准文件|证明类?材料|(?<!说明)(?<!报批)材料|(?<!文献)资料|手续)$"
)
# A condition inside a name belongs into a question or into “何时需要” (S2-11): （委托办理的）, 仅注册证书遗失时, …的，交验…
CONDITIONS: tuple[re.Pattern[str], ...] = (
    re.compile(r"（[^（）]*(?:的|时)(?:需要?|须|应当?)?(?:提供|提交)?）$"),
    re.compile(r"（(?:仅(?!供)|如|若|涉及|适用于|属于|限)[^（）]*）"),
    re.compile(r"的[，,：:]?(?:还)?(?:须|需|应|应当)?(?:提供|提交|交验|附)"),
    re.compile(r"^(?:如|若)(?!何|实)"),
    re.compile(r"(?:情形|条件|情况)之一"),
)
# What belongs into fields of its own: originals, copies, how many, which side, the seal, the file format.
_PIECES = r"(?:原件|复印件|正本|副本|扫描件|电子件|电子版|纸质|原件及复印件|原件和复印件|正反面|双面|[核交]?验原件|收原件|收复印件)"
_COUNT = r"(?:[一二两三四五六七八九十\d]+[份张页]|一式[一二两三四五六七八九十\d]+份)"
FORM_IN_BRACKETS = re.compile(
    rf"（(?:{_PIECES}|{_COUNT}|各|[，,、；及和与]|(?:需|须|应)?(?:加盖|盖|签)[^（）]*?(?:章|字)|(?:txt|doc|docx|pdf|PDF|jpg|A3|A4)格?式?|盖章){{1,8}}）"
)
FORM_AT_THE_END = re.compile(r"(?<=[^原])的?(?:原件和复印件|原件及复印件|原件|复印件)[。；]?$")
STRAY = re.compile(r"^[\\、，。；;:：]+|[，。；;、：:]+$")
