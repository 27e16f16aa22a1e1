-- The items a list was made from, so that its later pages are explained by the same user side.
ALTER TABLE "recommendation_logs" ADD COLUMN "history" INTEGER[] NOT NULL DEFAULT '{}';
