"""The game is watched, and what is said of it is answered: play-tests kept, complaints heeded, findings repaired."""
