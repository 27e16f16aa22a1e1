-- One spelling: "normalization", as in the code.
ALTER TYPE "Normalisation" RENAME TO "Normalization";
ALTER TABLE "modalities" RENAME COLUMN "normalisation" TO "normalization";
