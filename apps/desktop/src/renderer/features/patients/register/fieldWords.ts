import type { TFunction } from 'i18next';

const labelByField = {
  name: 'name', sex: 'sex', birthDate: 'birthDate', documentType: 'documentType', identityNumber: 'identityNumber', phone: 'phone', village: 'village', group: 'group', addressDetail: 'detail',
  bloodGroup: 'bloodGroup', recordNumber: 'recordNumber', contactName: 'contactName', contactRelation: 'contactRelation', contactPhone: 'contactPhone', insurance: 'insurance', formerName: 'formerName',
  allergies: 'allergies', problems: 'chronic',
} as const;

/** The names of fields as the form shows them, each once: `allergies.0.substance` is the allergies'. */
export function fieldWords(fields: readonly string[], t: TFunction<'patients'>): readonly string[] {
  const words = fields.map((field) => {
    const [member = ''] = field.split(/[./]/);
    return isLabelled(member) ? t(labelByField[member]) : field;
  });
  return [...new Set(words)];
}

const isLabelled = (field: string): field is keyof typeof labelByField => Object.hasOwn(labelByField, field);
