"""What operations take and return, for annotations: `from senpai.types import KycSession`."""

from ._config import *
from ._operations import *
