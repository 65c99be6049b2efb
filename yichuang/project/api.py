"""The API under /api/: each room brings a router, described in OpenAPI 3.1 at /api/openapi.json."""

from importlib import import_module

from django.conf import settings

from yichuang.foundations.http import API, CarefulParser, install

api = API(
    title="一窗 Yichuang",
    version="1",
    description="一窗受理平台接口：柜台能做的，都能经此办理。",
    urls_namespace="api",
    parser=CarefulParser(),
)
install(api)
for room in settings.ROOMS:
    folder = settings.BASE_DIR / room.replace(".", "/")
    if (folder / "api.py").exists() or (folder / "api").is_dir():
        module = import_module(f"{room}.api")
        api.add_router("", module.router)
