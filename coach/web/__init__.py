"""The pages: they call `practice` and `lab`, and draw what comes back."""
