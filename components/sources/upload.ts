import { RequestError, withQuery } from '@/components/ui/request';

export type UploadProgress = { sent: number; total: number };
/** What says that a file is one of several of a delivery. */
export type UploadPart = {
  delivery: string;
  part: number;
  parts: number;
  handling: 'ask' | 'overwrite' | 'append';
};

type Upload<Answer> = { answer: Promise<Answer>; abort: () => void };

/**
 * Sends a file as the raw body. XMLHttpRequest, as `fetch` does not say how much has left. `answer` rejects with a
 * RequestError, also when it was aborted (code `aborted`).
 */
export function uploadFile<Answer>(
  sourceId: string,
  { file, part }: { file: File; part?: UploadPart },
  onProgress: (progress: UploadProgress) => void,
): Upload<Answer> {
  const call = new XMLHttpRequest();
  const answer = new Promise<Answer>((resolve, reject) => {
    call.open('PUT', withQuery(`/api/sources/${sourceId}/import`, { file: file.name, ...part }));
    call.setRequestHeader('content-type', file.type || 'application/octet-stream');
    call.responseType = 'json';
    call.upload.onprogress = ({ loaded, total }) => onProgress({ sent: loaded, total });
    call.onload = () => {
      if (call.status >= 200 && call.status < 300) resolve(call.response);
      else reject(new RequestError(call.status, call.response ?? {}));
    };
    call.onerror = () =>
      reject(new RequestError(0, { detail: 'The connection broke before the file was there.' }));
    call.onabort = () => reject(new RequestError(0, { code: 'aborted', detail: 'The upload was stopped.' }));
    call.send(file);
  });
  return { answer, abort: () => call.abort() };
}

/** "12.4 MB" in powers of a thousand, as providers list their files. */
export function sizeWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const size = bytes / 1000 ** power;
  return `${power === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[power]}`;
}
