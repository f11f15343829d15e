"""The built-in judgements, one function a criterion, by the ids of the workshop's rubric."""

from collections.abc import Callable, Mapping

from coach.assessor.criteria import commitment, knowing, practising, relationship
from coach.assessor.talk import Talk
from coach.core.feedback import CriterionResult

FROM_THE_TALK: Mapping[str, Callable[[Talk], CriterionResult]] = {
    **relationship.JUDGES,
    **knowing.JUDGES,
    **commitment.JUDGES,
    **practising.JUDGES,
}
"""What can be judged from the talk alone; 4a is counted and 4d comes from the reflection."""
