-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Normalisation" AS ENUM ('NONE', 'L2');

-- CreateEnum
CREATE TYPE "InteractionType" AS ENUM ('VIEW', 'CLICK', 'CART', 'PURCHASE', 'LIKE', 'RATING');

-- CreateEnum
CREATE TYPE "SplitLabel" AS ENUM ('TRAIN', 'VALID', 'TEST');

-- CreateEnum
CREATE TYPE "ModelStatus" AS ENUM ('CANDIDATE', 'PRODUCTION', 'RETIRED');

-- CreateEnum
CREATE TYPE "TrainingState" AS ENUM ('QUEUED', 'RUNNING', 'EVALUATING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "RecommendationSource" AS ENUM ('MODEL', 'SIMILAR', 'SESSION', 'POPULAR', 'RULE');

-- CreateEnum
CREATE TYPE "KeyScope" AS ENUM ('APP', 'ADMIN');

-- CreateTable
CREATE TABLE "users" (
    "id" SERIAL NOT NULL,
    "external_id" TEXT NOT NULL,
    "display_name" TEXT,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "items" (
    "id" SERIAL NOT NULL,
    "external_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "category" TEXT,
    "image_url" TEXT,
    "price_minor" INTEGER,
    "currency" CHAR(3),
    "stock" INTEGER,
    "is_available" BOOLEAN NOT NULL DEFAULT true,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "modalities" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "dimension" INTEGER NOT NULL,
    "normalisation" "Normalisation" NOT NULL DEFAULT 'L2',

    CONSTRAINT "modalities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "item_features" (
    "item_id" INTEGER NOT NULL,
    "modality_id" INTEGER NOT NULL,
    "vector" BYTEA NOT NULL,

    CONSTRAINT "item_features_pkey" PRIMARY KEY ("modality_id","item_id")
);

-- CreateTable
CREATE TABLE "interactions" (
    "id" BIGSERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "item_id" INTEGER NOT NULL,
    "type" "InteractionType" NOT NULL,
    "weight" REAL NOT NULL DEFAULT 1,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "split" "SplitLabel",
    "idempotency_key" TEXT,

    CONSTRAINT "interactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_versions" (
    "id" SERIAL NOT NULL,
    "status" "ModelStatus" NOT NULL DEFAULT 'CANDIDATE',
    "base" TEXT NOT NULL,
    "mrdib" BOOLEAN NOT NULL,
    "config" JSONB NOT NULL,
    "metrics" JSONB NOT NULL,
    "data_fingerprint" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,
    "backend" TEXT NOT NULL,
    "artifact_path" TEXT NOT NULL,
    "checksum" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "promoted_at" TIMESTAMPTZ(3),
    "promotion_reason" TEXT,

    CONSTRAINT "model_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_runs" (
    "id" UUID NOT NULL,
    "state" "TrainingState" NOT NULL DEFAULT 'QUEUED',
    "config" JSONB NOT NULL,
    "progress" REAL NOT NULL DEFAULT 0,
    "epochs" JSONB NOT NULL DEFAULT '[]',
    "error" TEXT,
    "auto_promote" BOOLEAN NOT NULL DEFAULT false,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "heartbeat_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "model_version_id" INTEGER,

    CONSTRAINT "training_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recommendation_logs" (
    "id" UUID NOT NULL,
    "user_id" INTEGER,
    "model_version_id" INTEGER,
    "source" "RecommendationSource" NOT NULL,
    "fallback_reason" TEXT,
    "item_ids" INTEGER[],
    "scores" DOUBLE PRECISION[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recommendation_logs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "scope" "KeyScope" NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_external_id_key" ON "users"("external_id");

-- CreateIndex
CREATE UNIQUE INDEX "items_external_id_key" ON "items"("external_id");

-- CreateIndex
CREATE INDEX "items_category_id_idx" ON "items"("category", "id");

-- CreateIndex
CREATE UNIQUE INDEX "modalities_name_key" ON "modalities"("name");

-- CreateIndex
CREATE INDEX "item_features_item_id_idx" ON "item_features"("item_id");

-- CreateIndex
CREATE UNIQUE INDEX "interactions_idempotency_key_key" ON "interactions"("idempotency_key");

-- CreateIndex
CREATE INDEX "interactions_user_id_occurred_at_id_idx" ON "interactions"("user_id", "occurred_at", "id");

-- CreateIndex
CREATE INDEX "interactions_item_id_idx" ON "interactions"("item_id");

-- CreateIndex
CREATE INDEX "interactions_occurred_at_idx" ON "interactions"("occurred_at");

-- CreateIndex
CREATE UNIQUE INDEX "training_runs_model_version_id_key" ON "training_runs"("model_version_id");

-- CreateIndex
CREATE INDEX "training_runs_state_idx" ON "training_runs"("state");

-- CreateIndex
CREATE INDEX "training_runs_created_at_id_idx" ON "training_runs"("created_at", "id");

-- CreateIndex
CREATE INDEX "recommendation_logs_created_at_idx" ON "recommendation_logs"("created_at");

-- CreateIndex
CREATE INDEX "recommendation_logs_user_id_idx" ON "recommendation_logs"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- AddForeignKey
ALTER TABLE "item_features" ADD CONSTRAINT "item_features_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "items"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_features" ADD CONSTRAINT "item_features_modality_id_fkey" FOREIGN KEY ("modality_id") REFERENCES "modalities"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "items"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_runs" ADD CONSTRAINT "training_runs_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_versions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendation_logs" ADD CONSTRAINT "recommendation_logs_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendation_logs" ADD CONSTRAINT "recommendation_logs_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_versions"("id") ON DELETE SET NULL ON UPDATE CASCADE;



-- What the schema language cannot say -------------------------------------------------------------------------------

-- At most one model is in production, however many processes promote at once.
CREATE UNIQUE INDEX "model_versions_one_production" ON "model_versions" ("status") WHERE "status" = 'PRODUCTION';
ALTER TABLE "model_versions" ADD CONSTRAINT "model_versions_production_has_date"
    CHECK ("status" <> 'PRODUCTION' OR "promoted_at" IS NOT NULL);

-- An empty external id cannot be asked for again.
ALTER TABLE "users" ADD CONSTRAINT "users_external_id_not_empty" CHECK ("external_id" <> '');
ALTER TABLE "items" ADD CONSTRAINT "items_external_id_not_empty" CHECK ("external_id" <> '');

-- A price is an amount and a currency.
ALTER TABLE "items" ADD CONSTRAINT "items_price_not_negative" CHECK ("price_minor" >= 0);
ALTER TABLE "items" ADD CONSTRAINT "items_price_has_currency" CHECK ("price_minor" IS NULL OR "currency" IS NOT NULL);
ALTER TABLE "items" ADD CONSTRAINT "items_currency_is_a_code" CHECK ("currency" ~ '^[A-Z]{3}$');
ALTER TABLE "items" ADD CONSTRAINT "items_stock_not_negative" CHECK ("stock" >= 0);

-- Vectors are whole float32 values; that there are `dimension` of them is checked by the codec.
ALTER TABLE "modalities" ADD CONSTRAINT "modalities_dimension_positive" CHECK ("dimension" > 0);
ALTER TABLE "item_features" ADD CONSTRAINT "item_features_whole_floats"
    CHECK (octet_length("vector") > 0 AND octet_length("vector") % 4 = 0);

-- Postgres sorts NaN above infinity, so this lets neither through.
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_weight_finite"
    CHECK ("weight" > '-Infinity' AND "weight" < 'Infinity');

ALTER TABLE "training_runs" ADD CONSTRAINT "training_runs_progress_is_a_share" CHECK ("progress" BETWEEN 0 AND 1);
ALTER TABLE "training_runs" ADD CONSTRAINT "training_runs_attempts_not_negative" CHECK ("attempts" >= 0);

ALTER TABLE "recommendation_logs" ADD CONSTRAINT "recommendation_logs_a_score_an_item"
    CHECK (cardinality("item_ids") = cardinality("scores"));
