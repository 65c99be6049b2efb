"""Official documents, for those who may see their case."""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases.models import Document
from yichuang.cases.queries.access import case_for
from yichuang.files.queries import open_file
from yichuang.foundations.problems import NotFound


@signed_in
@require_http_methods(["GET", "HEAD"])
def document_file(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a document's signed PDF to those who may see its case."""
    document = Document.objects.select_related("case", "file").filter(code=code).first()
    if document is None or document.case is None:
        raise NotFound("这份文书")
    case_for(request.actor, document.case.number)  # type: ignore[attr-defined]
    if document.file is None:
        raise NotFound("这份文书的文件", "文书正在生成，请稍后刷新。")
    return FileResponse(open_file(document.file), content_type="application/pdf", filename=f"{document.title}.pdf")
