"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
application = get_wsgi_application()

# What was loaded stays for ever: the collector need not walk over it at every page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
