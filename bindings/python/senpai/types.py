"""What operations take and return, for annotations: `from senpai.types import KycSession`."""

from ._operations import *
