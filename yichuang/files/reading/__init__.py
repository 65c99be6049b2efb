"""Reading certificates: an offline engine finds lines, pure rules make fields of them. A person confirms every one."""
