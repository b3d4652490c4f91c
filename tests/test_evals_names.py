import babel
import pytest

from evals.names import collect
from searchsvc.wire.knowledge import written_table


@pytest.mark.skipif(babel.__version__ != written_table()["babel"], reason="written from another babel")
def test_names_are_those_of_babel():
    assert written_table() == collect()
