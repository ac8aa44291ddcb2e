/** The page of the response panel: a shell without data, under a policy that lets nothing in from outside. */

export interface PanelPage {
  readonly cspSource: string;
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
}

export function panelHtml(page: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `style-src ${page.cspSource}`,
    `script-src 'nonce-${page.nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${page.style}">
<title>connlint</title>
</head>
<body>
<div id="root"></div>
<script nonce="${page.nonce}" src="${page.script}"></script>
</body>
</html>
`;
}
