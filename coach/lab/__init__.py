"""The facilitators' bench: check, rehearse, import and export members."""
