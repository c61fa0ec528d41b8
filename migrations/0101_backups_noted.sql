-- That an operator has asked for a backup is noted as everything else they do.
create trigger note_operator_insert after insert on backups
    for each row when (app.actor() = 'operator') execute function app.note_operator('backup.create');
