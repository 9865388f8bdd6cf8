import { useQuery } from '@tanstack/react-query';
import { Select, TextInput } from '@lianyi/ui';
import { useHost } from '../../../client/useHost.ts';
import type { DraftForm } from './draftForm.ts';

/** The groups (村民小组) of the chosen village; free where the village is not one of the county's list. */
export function GroupInput({ form }: { readonly form: DraftForm }) {
  const { village, group } = form.draft;
  const villages = useQuery(useHost().patients.villages.queryOptions());
  const groups = villages.data?.find(({ name }) => name === village)?.groups ?? 0;
  if (groups === 0) return <TextInput value={group} onChange={(text) => { form.onChange({ group: text }); }} />;
  const names = Array.from({ length: groups }, (_, at) => `${chineseNumeral(at + 1)}组`);
  const options = ['', ...(group === '' || names.includes(group) ? [] : [group]), ...names];
  return <Select<string> value={group === '' ? none : group} onChange={(chosen) => { form.onChange({ group: chosen === none ? '' : chosen }); }} options={options.map((name) => ({ value: name === '' ? none : name, label: name === '' ? '—' : name }))} />;
}

/** A select cannot hold an empty value of its own. */
const none = '-';
const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

/** 1 to 99 as villages write them: 一, 十二, 二十. */
function chineseNumeral(value: number): string {
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  return `${tens > 1 ? digits[tens] ?? '' : ''}${tens > 0 ? '十' : ''}${digits[ones] ?? ''}`;
}
