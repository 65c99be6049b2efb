"""The WSGI door that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from yichuang.project.starting import set_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
set_up(with_pages=True)
application = get_wsgi_application()
