"""How the plan is judged: one pure function over frames for each rule of docs/methods.md."""
