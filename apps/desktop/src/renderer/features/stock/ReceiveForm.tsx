import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Field, Page, PageHead, Select, TextInput, focusFirstWrong, useEnterAsTab, useToast } from '@lianyi/ui';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrugHit, FieldError, StockView } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { errorsByField, useErrorWords } from '../../shell/errors.ts';
import { PageFrame } from '../../shell/PageFrame.tsx';
import { Unanswered } from '../../shell/Unread.tsx';
import { useFormat } from '../../format/useFormat.ts';
import { ReceiptRow } from './ReceiptRow.tsx';
import { emptyReceipt, isEmptyReceipt, receiptToSend, type TypedReceipt } from './receipt.ts';

export interface ReceiveFormProps {
  readonly ownerId: string;
  readonly owners: StockView['owners'];
  /** The product that ran short elsewhere, to begin with. */
  readonly productId: string | null;
  readonly onDone: () => void;
}

/** What has come: a line for each lot. Enter goes from field to field and, at the end, to a new line. */
export function ReceiveForm({ productId, ...rest }: ReceiveFormProps) {
  const { t } = useTranslation('stock');
  const begun = useQuery(useHost().catalogue.drug.queryOptions({ productId: productId ?? '' }, { enabled: productId !== null }));
  if (productId !== null && begun.isPending) return <Unanswered title={t('receive')} />;
  return <OpenReceipt {...rest} drug={begun.data ?? null} />;
}

function OpenReceipt({ ownerId: firstOwnerId, owners, drug, onDone }: Omit<ReceiveFormProps, 'productId'> & { readonly drug: DrugHit | null }) {
  const { t } = useTranslation('stock');
  const { sentences } = useFormat();
  const host = useHost();
  const toast = useToast();
  const form = useRef<HTMLDivElement>(null);
  const [ownerId, setOwnerId] = useState(firstOwnerId);
  const [supplier, setSupplier] = useState('');
  const [lines, setLines] = useState<readonly TypedReceipt[]>(() => [emptyReceipt(1, drug)]);
  const [newestKey, setNewestKey] = useState(1);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [refusals, setRefusals] = useState(0);
  useEffect(() => { if (refusals > 0) focusFirstWrong(form.current); }, [refusals]);
  const errorWords = useErrorWords('stock');
  const errorAt = errorsByField(errors, errorWords);

  const written = lines.filter((line) => !isEmptyReceipt(line));
  const { mutate, isPending } = useMutation(host.stock.receive.mutationOptions({
    onSuccess: (result) => {
      if (!result.ok) {
        setErrors(result.errors);
        setRefusals((before) => before + 1);
        return;
      }
      toast({ text: t('received', { count: written.length }) });
      onDone();
    },
  }));
  const add = useCallback(() => {
    setLines((now) => {
      const key = Math.max(0, ...now.map((line) => line.key)) + 1;
      setNewestKey(key);
      return [...now, emptyReceipt(key)];
    });
  }, []);
  useEnterAsTab(form, add);
  const save = () => {
    if (written.length > 0 && !isPending) mutate({ ownerId, supplier: supplier.trim(), lines: written.map(receiptToSend) });
  };
  const change = (key: number, parts: Partial<TypedReceipt>) => {
    const at = written.findIndex((line) => line.key === key);
    setLines((now) => now.map((line) => (line.key === key ? { ...line, ...parts } : line)));
    setErrors((now) => now.filter(({ field }) => !Object.keys(parts).some((part) => field === `lines.${at}.${part === 'drug' ? 'productId' : part}`)));
  };
  const remove = (key: number) => {
    setErrors([]);
    setLines((now) => (now.length === 1 ? [emptyReceipt(key)] : now.filter((line) => line.key !== key)));
  };
  // What is wrong with the whole and not with a line.
  const general = errors.filter(({ field }) => !field.startsWith('lines.') && field !== 'supplier').map(errorWords);

  return (
    <PageFrame title={t('receive')}
      states={errors.length > 0
        ? [{ id: 'errors', icon: 'stop', tone: 'danger', text: t('receiveErrors', { count: errors.length }) }]
        : [{ id: 'lines', icon: 'info', tone: 'info', text: written.length === 0 ? t('receiveHow') : t('receiveLines', { count: written.length }) }]}
      actions={[
        { id: 'back', label: t('action.back'), keys: 'Esc', onPress: onDone },
        { id: 'add', label: t('action.addLine'), keys: 'F4', onPress: add },
        { id: 'save', label: t('action.receive'), keys: 'F8', isPrimary: true, isDisabled: written.length === 0 || isPending, onPress: save },
      ]}>
      <Page ref={form}>
        <PageHead title={t('receive')} note={t('receiveNote')} />
        {general.length > 0 && <Alert className="gap" title={t('notSaved')}>{sentences(general)}</Alert>}
        <div className="receivehead">
          {owners.length > 1 && (
            <Field label={t('owner')} hint=""><Select value={ownerId} onChange={setOwnerId} options={owners.map(({ orgId, name }) => ({ value: orgId, label: name }))} /></Field>
          )}
          <Field label={t('supplier')} hint="" error={errorAt['supplier']}><TextInput value={supplier} onChange={setSupplier} /></Field>
        </div>
        <table className="fixed receipts">
          <thead>
            <tr>
              <th scope="col">{t('column.drug')}</th><th scope="col" className="w-lot">{t('column.lot')}</th><th scope="col" className="w-expiry">{t('column.expiry')}</th>
              <th scope="col" className="w-packs">{t('column.packs')}</th><th scope="col" className="w-loose">{t('column.loose')}</th>
              <th scope="col" className="w-cost">{t('column.cost')}</th><th scope="col" className="w-shelf">{t('column.shelf')}</th><th scope="col" className="w-x"><span className="sr">{t('removeLine')}</span></th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <ReceiptRow key={line.key} line={line} isNewest={line.key === newestKey} errorAt={errorAt} at={written.indexOf(line)}
                onChange={(parts) => { change(line.key, parts); }} onRemove={() => { remove(line.key); }} />
            ))}
          </tbody>
        </table>
      </Page>
    </PageFrame>
  );
}
