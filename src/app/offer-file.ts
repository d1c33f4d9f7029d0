/** Offers bytes as a download of the page. Floor: app. */

/** Long enough for the slowest browser to have begun reading. */
const KEPT_MS = 60_000;

/** Saves `content` under the browser's rules for downloads. */
export function offerFile(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, KEPT_MS);
}
