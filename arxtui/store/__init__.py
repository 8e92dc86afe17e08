"""The library: the papers on disk, and the marks of the user.

Other rooms use Library alone, and only it writes. An act is in the journal when act() returns (it
survives kill -9), and durable (it survives a power cut) when its receipt says so.
"""

from arxtui.store import files, heads
from arxtui.store.act import PAPERS_A_STEP, Act, Value, in_words
from arxtui.store.act_writer import Undone
from arxtui.store.checkpoint import FAR_BEHIND
from arxtui.store.fetch_log import ARXIV_BEGAN, Answer, Fetched
from arxtui.store.fsync_worker import Busy, NotOnDisk, Receipt, busy
from arxtui.store.indexing import Progress
from arxtui.store.intake import Intake
from arxtui.store.last_batch import Batch
from arxtui.store.library import Library
from arxtui.store.refusals import KeyTaken, ReadOnly, UnknownPaper
from arxtui.store.year_text import Opened, Unusable

__all__ = [
    "ARXIV_BEGAN",
    "FAR_BEHIND",
    "PAPERS_A_STEP",
    "Act",
    "Answer",
    "Batch",
    "Busy",
    "Fetched",
    "Intake",
    "KeyTaken",
    "Library",
    "NotOnDisk",
    "Opened",
    "Progress",
    "ReadOnly",
    "Receipt",
    "Undone",
    "UnknownPaper",
    "Unusable",
    "Value",
    "busy",
    "files",
    "heads",
    "in_words",
]
