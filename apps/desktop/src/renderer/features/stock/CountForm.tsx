import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Empty, Field, Page, PageHead, Select, TextInput, useEnterAsTab, useToast } from '@lianyi/ui';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useIsComing } from '../../client/useLine.ts';
import { NotHereYet } from '../../patient/NotHereYet.tsx';
import { errorsByField, useErrorWords } from '../../shell/errors.ts';
import { PageFrame } from '../../shell/PageFrame.tsx';
import { Unanswered } from '../../shell/Unread.tsx';
import { productText } from '../../i18n/catalogueWords.ts';
import { useFormat } from '../../format/useFormat.ts';
import { StockComing } from './StockComing.tsx';
import { CountTable } from './CountTable.tsx';
import { foundToSend, isEmptyFound, type FoundLot } from './found.ts';
import { FoundLots } from './FoundLots.tsx';
import { differenceOf, linesToCount, racksOf, type Counted } from './counting.ts';
import { countedUnits, countProblem } from './typedNumbers.ts';

export interface CountFormProps {
  readonly ownerId: string;
  /** Only this product; else by shelf. */
  readonly productId: string | null;
  readonly onDone: () => void;
}

/** Counts a shelf or a product: known beside counted, and the difference becomes a move. What is left blank is not counted. */
export function CountForm({ ownerId, productId, onDone }: CountFormProps) {
  const { t } = useTranslation('stock');
  const { sentences } = useFormat();
  const host = useHost();
  const toast = useToast();
  const isComing = useIsComing();
  const form = useRef<HTMLDivElement>(null);
  const [rack, setRack] = useState<string>('*');
  const [note, setNote] = useState('');
  const [counted, setCounted] = useState<Readonly<Record<string, Counted>>>({});
  const [found, setFound] = useState<readonly FoundLot[]>([]);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const errorWords = useErrorWords('stock');
  const rows = useQuery(host.stock.view.queryOptions({ ownerId, filter: 'all', query: '' })).data?.rows;
  const lines = linesToCount(rows ?? [], { productId, rack: rack === '*' ? null : rack });
  const typed = lines.filter(({ key }) => (counted[key]?.typed ?? '').trim() !== '');
  const bad = typed.filter(({ key, row }) => countProblem(counted[key]?.typed ?? '', row.packSize) !== null).length;
  const extras = found.filter((lot) => !isEmptyFound(lot));
  const differing = typed.filter((line) => (differenceOf(line, counted[line.key]) ?? 0) !== 0).length;
  const { mutate, isPending } = useMutation(host.stock.count.mutationOptions({
    onSuccess: (result) => {
      if (!result.ok) { setErrors(result.errors); return; }
      toast({ text: t('counted', { count: result.moves }) });
      onDone();
    },
  }));
  useEnterAsTab(form);
  const save = () => {
    if (typed.length + extras.length === 0 || bad > 0 || isPending) return;
    const known = typed.map(({ key, row, lot }) => ({
      productId: row.productId, lotNumber: lot.lotNumber, expiry: lot.expiry, counted: countedUnits(counted[key]?.typed ?? '', row.packSize), known: counted[key]?.known ?? lot.quantity,
    }));
    mutate({ ownerId, note: note.trim(), lines: [...known, ...extras.map(foundToSend)] });
  };
  const fillRest = () => {
    setCounted((now) => ({ ...Object.fromEntries(lines.map(({ key, lot }) => [key, { typed: String(Math.max(0, lot.quantity)), known: lot.quantity }])), ...onlyTyped(now) }));
  };
  if (rows === undefined) return <Unanswered title={t('count')} />;

  return (
    <PageFrame title={t('count')}
      states={[
        errors.length > 0 ? { id: 'errors', icon: 'stop', tone: 'danger', text: t('countErrors') }
          : { id: 'progress', icon: 'info', tone: 'info', text: t('countProgress', { done: typed.length - bad + extras.length, all: lines.length + extras.length }) },
        ...bad > 0 ? [{ id: 'bad', icon: 'stop', tone: 'danger', text: t('countBad', { count: bad }) } as const] : [],
        ...differing + extras.length > 0 ? [{ id: 'differ', icon: 'warn', tone: 'warn', text: t('countDiffers', { count: differing + extras.length }) } as const] : [],
      ]}
      actions={[
        { id: 'back', label: t('action.back'), keys: 'Esc', onPress: onDone },
        { id: 'found', label: t('action.found'), keys: 'F4', onPress: () => { setFound((now) => [...now, { key: now.length + 1, drug: null, lotNumber: '', expiry: '', counted: '' }]); } },
        { id: 'rest', label: t('action.rest'), keys: 'F7', onPress: fillRest },
        { id: 'save', label: t('action.saveCount'), keys: 'F8', isPrimary: true, isDisabled: typed.length + extras.length === 0 || bad > 0 || isPending, onPress: save },
      ]}>
      <Page ref={form}>
        <PageHead title={t('count')} sub={productId === null || lines[0] === undefined ? undefined : productText(lines[0].row.name)} note={t('countNote')} />
        <StockComing />
        {errors.length > 0 && <Alert className="gap" title={t('notSaved')}>{sentences(errors.map(errorWords))}</Alert>}
        <div className="receivehead">
          {productId === null && (
            <Field label={t('rack')} hint="">
              <Select value={rack} onChange={setRack} options={[{ value: '*', label: t('rackAll') }, ...racksOf(rows).map((name) => ({ value: name, label: t('rackOf', { name }) }))]} />
            </Field>
          )}
          <Field label={t('countRemark')} hint=""><TextInput value={note} onChange={setNote} /></Field>
        </div>
        {lines.length === 0 ? <Empty icon="stock" title={isComing ? <NotHereYet isTitle /> : t('nothingToCount')}>{t('nothingToCountNext')}</Empty> : (
          <CountTable lines={lines} counted={counted} errors={errors} sent={typed} onType={(line, text) => {
            setErrors([]);
            setCounted((now) => ({ ...now, [line.key]: { typed: text, known: now[line.key]?.typed ? now[line.key]?.known ?? line.lot.quantity : line.lot.quantity } }));
          }} />
        )}
        <FoundLots lots={found} productId={productId} errorAt={errorsByField(errors, errorWords)} firstAt={typed.length} onChange={(next) => { setErrors([]); setFound(next); }} />
      </Page>
    </PageFrame>
  );
}

function onlyTyped(counted: Readonly<Record<string, Counted>>): Readonly<Record<string, Counted>> {
  return Object.fromEntries(Object.entries(counted).filter(([, { typed }]) => typed.trim() !== ''));
}
