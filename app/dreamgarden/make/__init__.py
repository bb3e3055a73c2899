"""From the plan to artifacts: what each kind of task does, who does it, and what is kept of it."""
