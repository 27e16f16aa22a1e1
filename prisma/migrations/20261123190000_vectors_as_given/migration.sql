-- Models scale vectors by themselves: unless told otherwise, the catalogue keeps what its callers give.
ALTER TABLE "modalities" ALTER COLUMN "normalisation" SET DEFAULT 'NONE';
