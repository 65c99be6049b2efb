"""Evidence as a download."""

from django.http import HttpResponse


def package_response(package: bytes, number: str) -> HttpResponse:
    """Return an evidence package as an attachment that nobody keeps on the way."""
    answer = HttpResponse(package, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="evidence-{number}.zip"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
