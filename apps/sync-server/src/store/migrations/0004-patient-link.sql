-- Links between two records of one person, found by either; and a document's memberships by the document.
create index patient_link_of on document using gin ((body -> 'patientIds')) where kind = 'patientLink';
create index document_scope_of on document_scope (document_id);
