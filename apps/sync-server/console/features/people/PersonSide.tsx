import { Button, KeyValues, SectionHead } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry, PersonEntry } from '../../../src/reports/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useMayDo } from '../../shell/person.ts';
import { AccountSection } from './AccountSection.tsx';
import { EndPostDialog } from './EndPostDialog.tsx';
import { PostDialog } from './PostDialog.tsx';
import { RightsDialog } from './RightsDialog.tsx';
import type { PersonWords } from './usePersonWords.ts';

interface PersonSideProps {
  readonly person: PersonEntry;
  readonly organisations: readonly OrganisationEntry[];
  readonly words: PersonWords;
}

type Open = 'post' | 'end' | 'rights' | null;

/** The chosen person: posts with their days, licence and rights; and for county IT the forms that change them. */
export function PersonSide({ person, organisations, words }: PersonSideProps) {
  const { t } = useTranslation('people');
  const directory = useTranslation('directory').t;
  const { fullDate } = useFormat();
  const mayWrite = useMayDo('directory.write');
  const keepsAccounts = useMayDo('county.keep');
  const [open, setOpen] = useState<Open>(null);
  const close = () => { setOpen(null); };
  return (
    <>
      <h2 className="sidetitle">{person.name}</h2>
      <p className="sub">{t(person.active ? 'active' : 'left')}</p>
      <KeyValues className="sidefacts" items={[
        { key: 'licence', label: t('licence'), value: words.licence(person) },
        { key: 'title', label: t('titleGrade'), value: words.titleGrade(person) },
        { key: 'rights', label: t('rights'), value: words.antibiotics(person) },
        { key: 'narcotic', label: t('narcotic'), value: words.narcotic(person) },
        { key: 'id', label: t('id'), value: <span className="code bundleid">{person.id}</span> },
      ]} />
      {person.grants.length === 0 && <p className="small dim">{t('byRoleNote')}</p>}
      <ul className="meds">
        {person.grants.toReversed().map((grant) => (
          <li key={grant.from ?? ''}>
            <span>{directory(`antibiotics.${grant.antibiotics}`)}{grant.narcotic && ` · ${t('narcotic')}`}</span>
            <span className="small dim">{grant.from === null ? t('always') : t('since', { day: fullDate(grant.from) })}</span>
          </li>
        ))}
      </ul>
      <SectionHead className="g" title={t('posts')} count={person.posts.length} />
      <ul className="meds">
        {person.posts.map((post, place) => ({ ...post, place })).toReversed().map((post) => {
          const standing = words.standing(post);
          return (
            <li key={post.place} className={standing === 'held' ? undefined : 'dim'}>
              <b>{words.postLine(post)}</b>
              <span className="small">{words.postDays(post)}{standing !== 'held' && ` · ${t(standing)}`}</span>
            </li>
          );
        })}
      </ul>
      {mayWrite && (
        <div className="personactions">
          <Button size="sm" icon="plus" onClick={() => { setOpen('post'); }}>{t('post')}</Button>
          {person.posts.some((post) => words.standing(post) !== 'ended') && <Button size="sm" icon="stop" onClick={() => { setOpen('end'); }}>{t('end')}</Button>}
          <Button size="sm" icon="edit" onClick={() => { setOpen('rights'); }}>{t('give')}</Button>
        </div>
      )}
      {keepsAccounts && <AccountSection key={person.id} person={person} />}
      {open === 'post' && <PostDialog person={person} organisations={organisations} onClose={close} />}
      {open === 'end' && <EndPostDialog person={person} words={words} onClose={close} />}
      {open === 'rights' && <RightsDialog person={person} organisations={organisations} onClose={close} />}
    </>
  );
}
