import type { Post } from '@lianyi/schema/documents/county';
import { isHeldOn } from '@lianyi/schema/rules/posts';
import { grantOn } from '@lianyi/schema/rules/prescribingRights';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry, PersonEntry } from '../../../src/reports/views.ts';
import { useFormat } from '../../format/useFormat.ts';

/** How people are put into words, in the language of this browser. */
export interface PersonWords {
  /** `乡村医生 · 青石坪村卫生室` */
  readonly postLine: (post: Post) => string;
  readonly presentPosts: (person: PersonEntry) => string;
  readonly postDays: (post: Post) => string;
  /** Whether a post is held today, was, or will be. */
  readonly standing: (post: Post) => 'held' | 'ended' | 'coming';
  readonly licence: (person: PersonEntry) => string;
  readonly titleGrade: (person: PersonEntry) => string;
  readonly antibiotics: (person: PersonEntry) => string;
  readonly narcotic: (person: PersonEntry) => string;
}

export function usePersonWords(organisations: readonly OrganisationEntry[]): PersonWords {
  const { t } = useTranslation('people');
  const directory = useTranslation('directory').t;
  const { today, shortDate } = useFormat();
  const names = new Map(organisations.map(({ id, shortName }) => [id, shortName]));
  const postLine = ({ role, orgId }: Post): string => `${directory(`role.${role}`)} · ${names.get(orgId) ?? orgId.slice(0, 8)}`;
  return {
    postLine,
    presentPosts: ({ posts }) => posts.filter((post) => isHeldOn(post, today)).map(postLine).join('；'),
    postDays: ({ from, until }) => t('postDays', { from: from === null ? t('always') : shortDate(from), until: until === null ? t('openEnd') : shortDate(until) }),
    standing: (post) => (isHeldOn(post, today) ? 'held' : post.from !== null && post.from > today ? 'coming' : 'ended'),
    licence: ({ qualification }) => directory(`qualification.${qualification}`),
    titleGrade: ({ title }) => directory(`title.${title}`),
    antibiotics: (person) => {
      const grant = grantOn({ grants: [...person.grants] }, today);
      return grant === undefined ? t('byRole') : directory(`antibiotics.${grant.antibiotics}`);
    },
    narcotic: (person) => directory(grantOn({ grants: [...person.grants] }, today)?.narcotic === true ? 'yes' : 'no'),
  };
}
