from django.db import migrations

GUARD = """
CREATE FUNCTION catalog_version_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.matter_id, NEW.number, NEW.spec, NEW.content_hash, NEW.published_at, NEW.published_by_name)
        IS DISTINCT FROM (OLD.matter_id, OLD.number, OLD.spec, OLD.content_hash, OLD.published_at, OLD.published_by_name) THEN
        RAISE EXCEPTION 'a published version of a matter is immutable: publish a new one';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER catalog_version_is_immutable BEFORE UPDATE OR DELETE ON catalog_matterversion
    FOR EACH ROW EXECUTE FUNCTION catalog_version_is_immutable();
"""
UNDO = """
DROP TRIGGER catalog_version_is_immutable ON catalog_matterversion;
DROP FUNCTION catalog_version_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
