import { Checkbox, Field, Select } from '@lianyi/ui';
import type { AntibioticRight, Qualification, Title } from '@lianyi/schema/codes/qualifications';
import { antibioticRight, qualification, title } from '@lianyi/schema/codes/qualifications';
import { grantOn, mostRights, rightsOfPosts } from '@lianyi/schema/rules/prescribingRights';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry, PersonEntry } from '../../../src/reports/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { FormDialog } from '../../directory/FormDialog.tsx';
import { useDirectoryChange } from '../../directory/useDirectoryChange.ts';

/** Licence, title and the rights that follow from today on; what the law does not allow is not offered. */
export function RightsDialog({ person, organisations, onClose }: { readonly person: PersonEntry; readonly organisations: readonly OrganisationEntry[]; readonly onClose: () => void }) {
  const { t } = useTranslation('people');
  const directory = useTranslation('directory').t;
  const { today } = useFormat();
  const typeOf = (orgId: string) => organisations.find(({ id }) => id === orgId)?.type ?? 'village';
  const standing = grantOn({ grants: [...person.grants] }, today) ?? rightsOfPosts({ ...person, posts: [...person.posts] }, typeOf, today);
  const [licence, setLicence] = useState<Qualification>(person.qualification);
  const [grade, setGrade] = useState<Title>(person.title);
  const [antibiotics, setAntibiotics] = useState<AntibioticRight>(standing.antibiotics);
  const [narcotic, setNarcotic] = useState(standing.narcotic);
  const change = useDirectoryChange(onClose);
  const most = mostRights(licence, grade);
  const offered = antibioticRight.options.slice(0, antibioticRight.options.indexOf(most.antibiotics) + 1);
  const chosen = offered.includes(antibiotics) ? antibiotics : most.antibiotics;
  const save = () => {
    change.send(async ({ giveRights }) => giveRights.mutate({ personId: person.id, qualification: licence, title: grade, antibiotics: chosen, narcotic: narcotic && most.narcotic, from: today, allowed: change.allowed }));
  };
  return (
    <FormDialog title={t('giveTitle', { name: person.name })} icon="edit" change={change} onSave={save} onClose={onClose}>
      <p className="sub">{t('giveNote')}</p>
      <div className="pair">
        <Field label={t('licence')}><Select<Qualification> value={licence} onChange={setLicence} options={qualification.options.map((value) => ({ value, label: directory(`qualification.${value}`) }))} /></Field>
        <Field label={t('titleGrade')}><Select<Title> value={grade} onChange={setGrade} options={title.options.map((value) => ({ value, label: directory(`title.${value}`) }))} /></Field>
      </div>
      <Field label={t('rights')}><Select<AntibioticRight> value={chosen} onChange={setAntibiotics} options={offered.map((value) => ({ value, label: directory(`antibiotics.${value}`) }))} /></Field>
      <Checkbox checked={narcotic && most.narcotic} disabled={!most.narcotic} onChange={setNarcotic}>{t('narcotic')}</Checkbox>
    </FormDialog>
  );
}
