import type { Message } from '../../react/index.ts';
import { getAuthorName } from '../message/authorName.ts';
import { countWords } from './countWords.ts';
import { firstSentences } from './firstSentences.ts';
import type { SpeechSettings } from './speech.ts';

/** Longer than this nobody wants to hear unasked: some ten minutes of speech, in characters. */
const longest = 10_000;

/** What is said of a message, its first `skip` characters left out; empty when it has nothing to say. */
export function describeSpokenMessage(
  message: Message,
  settings: SpeechSettings,
  skip: number,
): string {
  const { labels, speech, toSpeech = asItIs } = settings;
  const text =
    flatten(toSpeech(readSpokenText(message).slice(skip))) || readFiles(message, settings);
  if (text === '') return '';
  const author = getAuthorName(message, labels);
  if (speech === 'status') return labels.messageFrom(author);
  const isWhole = speech === 'complete' && text.length <= longest;
  return labels.spokenMessage(author, isWhole ? text : shorten(text, settings));
}

/** The text parts of a message. */
export function readSpokenText({ parts }: Message): string {
  return parts.flatMap((part) => (part.type === 'text' ? part.text : [])).join('\n');
}

function readFiles({ parts }: Message, { labels }: SpeechSettings): string {
  const files = parts.filter((part) => part.type === 'file');
  return files.map(({ filename }) => filename ?? labels.attachment).join(', ');
}

function shorten(text: string, { labels }: SpeechSettings): string {
  const start = firstSentences(text, 2);
  return start.length < text.length ? `${start} … ${labels.wordsInAll(countWords(text))}` : text;
}

function asItIs(text: string): string {
  return text;
}

/** In one line. */
export function flatten(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
