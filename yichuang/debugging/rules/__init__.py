"""Pure rules of joint debugging: the steps, what each asks for, and how it is judged."""
