-- The bytes of attachments: which are here, or on their way. They themselves lie in files, each under a key of its own.
create table attachment_blob (
  -- Of the plain bytes: what documents name them by.
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  size integer not null check (size > 0),
  -- What the document says that they are; they are looked at once they are whole.
  media_type text not null,
  -- Whose share of the room it takes: the institution that sent it first.
  org_id uuid not null,
  -- With the key file of the county it makes the file's key; without this row nobody reads the file any more.
  salt bytea not null,
  -- Names the key file: under another one the file is not here.
  key_name text not null,
  begun_at timestamptz not null,
  -- Null while bytes lack.
  held_at timestamptz
);
create index attachment_blob_org on attachment_blob (org_id);
create index attachment_blob_begun on attachment_blob (begun_at) where held_at is null;
