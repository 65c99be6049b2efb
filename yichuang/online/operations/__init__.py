"""What is done to online applications, by the applicant, the department, the counter and the clock."""
