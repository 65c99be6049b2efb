"""Components as template tags; rooms load them with `{% load ui %}`."""
