"""Files (统一文件存储中心): the one place where uploaded and produced files are kept, and where scanned certificates
are read.

Nouns: blob (content, stored once by its SHA-256), stored file, file access, access ticket, document reading.
Records `files.*` events (stored, ticket issued, ticket redeemed, document read); hears none.
It knows owners only as words (`owner_kind`, `owner_key`) and never decides who may see a case: the owner's room does,
and issues tickets.
"""
