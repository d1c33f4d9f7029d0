/** Commands that an administrator copies for the shared store; the same in every language. Floor: ui. Reference: docs/shared-store.md; `az storage cors add`, `az role assignment create`. */

/** The CORS rule that this page needs, neither more nor less. */
export const corsCommand = (account: string, origin: string): string =>
  `az storage cors add --account-name ${account} --services b --methods GET PUT --origins ${origin} --allowed-headers authorization,content-type,if-none-match,x-ms-blob-content-type,x-ms-blob-type,x-ms-version --exposed-headers etag,retry-after,x-ms-error-code --max-age 3600`;

/** The role that a person who records needs. */
export const roleCommand = (account: string, container: string): string =>
  `az role assignment create --role "Storage Blob Data Contributor" --assignee USER --scope "$(az storage account show --name ${account} --query id --output tsv)/blobServices/default/containers/${container}"`;

export const containerCommand = (account: string, container: string): string =>
  `az storage container create --auth-mode login --account-name ${account} --name ${container}`;
