"""The shipped web application with the rooms' own static files, run by the real web server in tests (`cable.Web`)."""

from django.contrib.staticfiles.handlers import StaticFilesHandler

from yichuang.project.wsgi import application as ours

application = StaticFilesHandler(ours)
