import { Field, Select, TextInput } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftForm } from './draftForm.ts';
import { GroupInput } from './GroupInput.tsx';
import { VillageInput } from './VillageInput.tsx';

type TextField = 'name' | 'formerName' | 'phone' | 'addressDetail' | 'contactName' | 'contactRelation' | 'contactPhone' | 'insurance' | 'recordNumber';

function DraftText({ form, field, label, hint = '', unit, isRequired, autoFocus, className }: {
  readonly form: DraftForm; readonly field: TextField; readonly label: string; readonly hint?: string | undefined; readonly unit?: ReactNode; readonly isRequired?: boolean; readonly autoFocus?: boolean;
  readonly className?: string;
}) {
  return (
    <Field label={label} hint={hint} error={form.errorAt(field)} isRequired={isRequired} className={className}>
      <TextInput value={form.draft[field]} unit={unit} autoFocus={autoFocus} onChange={(text) => { form.onChange({ [field]: text }); }} onBlur={() => { form.onLeave(field); }} />
    </Field>
  );
}

const documentTypes = ['01', '02', '03', '04', '06', '07', '11', '99'] as const;
const sexes = ['male', 'female', 'unknown'] as const;

/** Name, document, birth date and sex: what a number says is filled in and marked. */
export function IdentityFields({ form, fromNumber, ageWords, isNew }: {
  readonly form: DraftForm; readonly fromNumber: { readonly birthDate: string; readonly sex: 'male' | 'female' } | null; readonly ageWords: string; readonly isNew: boolean;
}) {
  const { t } = useTranslation('patients');
  const { draft } = form;
  return (
    <>
      <DraftText form={form} field="name" label={t('name')} isRequired autoFocus={isNew} className="w2" />
      <Field label={t('documentType')} hint="" error={form.errorAt('documentType')} className="w2">
        <Select value={documentTypes.find((type) => type === draft.documentType) ?? '01'} options={documentTypes.map((value) => ({ value, label: t(`document.${value}`) }))} onChange={(documentType) => { form.onChange({ documentType }); }} />
      </Field>
      <Field label={t('identityNumber')} hint={t('numberHint')} error={form.errorAt('identityNumber')} className="w3">
        <TextInput value={draft.identityNumber} unit={draft.identityNumber === '' ? t('numberUnit') : undefined} onChange={(identityNumber) => { form.onChange({ identityNumber }); }} onBlur={() => { form.onLeave('identityNumber'); }} />
      </Field>
      <Field label={t('birthDate')} hint={ageWords === '' ? t('dateHint') : ageWords} error={form.errorAt('birthDate')} isRequired className="w3">
        <TextInput value={draft.birthDate} placeholder={fromNumber?.birthDate ?? ''} unit={fromNumber !== null && (draft.birthDate === '' || draft.birthDate === fromNumber.birthDate) ? t('fromNumber') : t('dateUnit')} inputMode="numeric"
          onChange={(birthDate) => { form.onChange({ birthDate }); }} onBlur={() => { form.onLeave('birthDate'); }} />
      </Field>
      <Field label={t('sex')} hint={fromNumber !== null && draft.sex === fromNumber.sex ? t('fromNumber') : ''} error={form.errorAt('sex')} isRequired className="w2">
        <Select value={draft.sex} placeholder="" options={sexes.map((value) => ({ value, label: t(`sexes.${value}`) }))} onChange={(sex) => { form.onChange({ sex }); form.onLeave('sex'); }} />
      </Field>
    </>
  );
}

export function ReachFields({ form }: { readonly form: DraftForm }) {
  const { t } = useTranslation('patients');
  return (
    <>
      <DraftText form={form} field="phone" label={t('phone')} className="w3" />
      <Field label={t('village')} hint={t('villageHint')} error={form.errorAt('village')} className="w4"><VillageInput form={form} /></Field>
      <Field label={t('group')} hint="" error={form.errorAt('group')} className="w2"><GroupInput form={form} /></Field>
      <DraftText form={form} field="addressDetail" label={t('detail')} className="w3" />
      <DraftText form={form} field="contactName" label={t('contactName')} className="w3" />
      <DraftText form={form} field="contactRelation" label={t('contactRelation')} className="w2" />
      <DraftText form={form} field="contactPhone" label={t('contactPhone')} className="w3" />
    </>
  );
}

const bloodGroups = ['A', 'B', 'AB', 'O', 'A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-'] as const;

export function BloodGroupField({ form }: { readonly form: DraftForm }) {
  const { t } = useTranslation('patients');
  return (
    <Field label={t('bloodGroup')} hint="" error={form.errorAt('bloodGroup')} className="w2">
      <Select<string> value={form.draft.bloodGroup === '' ? 'unknown' : form.draft.bloodGroup} options={[{ value: 'unknown', label: t('bloodUnknown') }, ...bloodGroups.map((value) => ({ value, label: value }))]}
        onChange={(bloodGroup) => { form.onChange({ bloodGroup: bloodGroup === 'unknown' ? '' : bloodGroup }); }} />
    </Field>
  );
}

export function RecordFields({ form }: { readonly form: DraftForm }) {
  const { t } = useTranslation('patients');
  return (
    <>
      <DraftText form={form} field="formerName" label={t('formerName')} className="w4" />
      <DraftText form={form} field="insurance" label={t('insurance')} hint={t('insuranceHint')} className="w4" />
      <DraftText form={form} field="recordNumber" label={t('recordNumber')} hint={t('recordHint')} className="w4" />
    </>
  );
}
