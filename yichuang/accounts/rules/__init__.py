"""Pure rules: who manages an account, which post needs which place, what a lock-out says."""
