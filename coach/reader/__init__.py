"""What did the organizer just do? Text in, a `Reading` out."""
