"""Playing a day: people who act by themselves, after a script, through the same doors as a person's click."""
