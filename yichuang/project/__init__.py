"""The roof: settings, URLs and processes that plug the rooms together; nothing imports it."""

import warnings

# Said by the embedded server's path library on every start of every process without a desktop session.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
