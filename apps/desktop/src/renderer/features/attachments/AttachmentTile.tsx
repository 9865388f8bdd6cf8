import { Icon, type IconName } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { AttachmentState, AttachmentView } from '../../../contract/views.ts';
import { useFormat } from '../../format/useFormat.ts';

const icons: Readonly<Record<AttachmentState['name'], IconName>> = { saved: 'up', held: 'ok', refused: 'warn', elsewhere: 'info' };

/** One attachment: what it looks like, when it was taken, and where it is, in words. */
export function AttachmentTile({ attachment, onOpen }: { readonly attachment: AttachmentView; readonly onOpen: () => void }) {
  const format = useFormat();
  const { t } = useTranslation('attachments');
  const stateWords = useStateWords();
  const { mediaType, thumbnail, takenAt, state } = attachment;
  const name = t(mediaType === 'application/pdf' ? 'paper' : 'picture');
  const when = format.moment(takenAt);
  return (
    <button type="button" className="attachment" onClick={onOpen} aria-label={`${name} ${when} ${stateWords(state)}`}>
      <span className="face">{thumbnail === null ? <Icon name={mediaType === 'application/pdf' ? 'paper' : 'image'} /> : <img src={thumbnail} alt="" />}</span>
      <span className="small">{when}</span>
      <span className="small dim"><Icon name={icons[state.name]} /> {stateWords(state)}</span>
    </button>
  );
}

function useStateWords(): (state: AttachmentState) => string {
  const { t } = useTranslation('attachments');
  return (state) => {
    switch (state.name) {
      case 'saved':
        if (state.isCountyFull) return t('state.countyFull');
        return state.sentPercent > 0 ? t('state.sending', { percent: state.sentPercent }) : t('state.saved');
      case 'held': return t(state.isHere ? 'state.held' : 'state.heldThere');
      case 'refused': return t('state.refused');
      case 'elsewhere': return t('state.elsewhere');
    }
  };
}
