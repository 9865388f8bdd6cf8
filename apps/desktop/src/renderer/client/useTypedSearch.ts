import { keepPreviousData, useQuery, type DefaultError, type QueryKey, type UseQueryOptions, type UseQueryResult } from '@tanstack/react-query';
import { isBehindTyped } from './isBehindTyped.ts';

/**
 * A search as one types. The last answer stays on the screen until the next is here; `isBehind` says that it is not
 * the answer to what is typed now, so that no key takes a line of it: give it to the Picker or to useRowKeys.
 */
export function useTypedSearch<QueryData, Failure = DefaultError, Data = QueryData, Key extends QueryKey = QueryKey>(
  options: Omit<UseQueryOptions<QueryData, Failure, Data, Key>, 'placeholderData'>,
): { readonly answer: UseQueryResult<Data, Failure>; readonly isBehind: boolean } {
  const answer = useQuery<QueryData, Failure, Data, Key>({ ...options, placeholderData: keepPreviousData });
  return { answer, isBehind: isBehindTyped(answer, options.enabled !== false) };
}
