/**
 * A sentence with monospace parts between backticks, as text nodes and <code> elements.
 * Floor: ui. Nothing here is ever taken as HTML.
 */
import { html, type TemplateResult } from 'lit';

/** "Wake `04 11`, ok" → Wake <code>04 11</code>, ok. */
export function rich(text: string): TemplateResult {
  const parts = text.split('`');
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
