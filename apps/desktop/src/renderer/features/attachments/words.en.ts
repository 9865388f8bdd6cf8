import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { attachmentsZh } from './words.zh.ts';

export const attachmentsEn: WordsLike<typeof attachmentsZh> = {
  title: 'Attachments',
  add: 'Add',
  how: 'Photos, reports, ECG strips: press Add, drop them here, or paste',
  none: 'No attachments',
  picture: 'Picture',
  paper: 'PDF',
  added_one: 'One attachment saved; it goes to the county when the line is free',
  added_other: '{{count}} attachments saved; they go to the county when the line is free',
  notAdded: '{{name}}: {{why}}',
  refused: 'Not added',
  seen: 'Understood',
  state: {
    saved: 'saved here, waits to be sent', sending: '{{percent}} % up', held: 'held by the county', heldThere: 'held by the county, fetched when opened', countyFull: 'saved here; the county is full',
    refused: 'only here: the county refused it', elsewhere: 'added elsewhere, fetched when opened',
  },
  errors: {
    otherType: 'only JPEG, PNG and WebP pictures and PDF are taken, by their content and not by their name. Save it as one of these and add it again',
    noPicture: 'it cannot be shown: the file is damaged, or no picture. Take or save it anew and add that',
    tooLarge: 'too large: at most 10 MB. Take it, or save it, in a smaller size',
    noRoom: 'the room for attachments on this PC is full of those that the county has not got yet. Add it once they have been sent',
    diskFull: 'the disk is full: it was not added, and all else is safe. Free some space and try again',
    moved: 'this record has moved away, and nothing more can be added',
  },
  close: 'Close',
  larger: 'Larger',
  smaller: 'Smaller',
  position: '{{at}} of {{of}}',
  coming: 'Fetching the original',
  comingText: '{{bytes}} of {{of}}',
  again: 'Fetch again',
  notShown: 'This picture cannot be shown', notShownHow: 'The file is damaged, or no picture. Whoever added it should take another.',
  gone: 'This attachment is no longer in the record on this PC',
  saveCopy: 'Save to the downloads folder (not encrypted)',
  paperHere: 'The PDF is on this PC: save a copy to open it',
  trouble: { offline: 'No line: a part of it is here', notThere: 'The county has not got the original yet', altered: 'What came is not what was recorded: it is not shown', noRoom: 'The room for attachments on this PC is full', diskFull: 'The disk is full' },
  troubleHow: {
    offline: 'It goes on by itself when the line is back; what is here is not fetched again.', notThere: 'The PC that added it has not sent all of it. Try again once that one has had a line.',
    altered: 'It was fetched twice. Tell county IT: the original may be damaged at the county.', noRoom: 'Try again once the attachments of this PC have been sent to the county.', diskFull: 'Free some space and try again.',
  },
};
