-- Figures of data quality reach recommendations as a source like any other: made and kept by the system, one a sync.
ALTER TYPE "SourceKind" ADD VALUE 'quality';

-- A sync has one such source, however many workers measure it for the first time at once.
CREATE UNIQUE INDEX "sources_definition_key" ON "sources" ((config->>'definitionId')) WHERE config ? 'definitionId';
