;;; session.el --- A session in Emacs with eglot -*- lexical-binding: t -*-
;; emacs -Q --batch -l session.el   with CONNLINT_COMMAND (JSON) and CONNLINT_FOLDER set.
;; -Q leaves out where Debian keeps eglot for Emacs 28; from 29 on Emacs brings it.
(dolist (folder (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa-src/*"))
  (add-to-list 'load-path folder))
(require 'eglot)
(require 'flymake)
(require 'cl-lib)

(define-derived-mode bpmn-mode fundamental-mode "BPMN")
(add-to-list 'auto-mode-alist '("\\.bpmn\\'" . bpmn-mode))
(defvar session-command (append (json-parse-string (getenv "CONNLINT_COMMAND")) nil))
(add-to-list 'eglot-server-programs
             (cons 'bpmn-mode
                   (append session-command
                           (list :initializationOptions
                                 '(:trusted t :settings (:run (:allowedHosts ["127.0.0.1"])))))))
(setq eglot-sync-connect 60
      eglot-connect-timeout 60
      jrpc-default-request-timeout 60
      eglot-confirm-server-initiated-edits nil
      create-lockfiles nil)
(defvar session-fails 0)

(defun session-check (name ok &optional extra)
  (message "%s %s %s" (if ok "ok" "FAIL") name (or extra ""))
  (unless ok (cl-incf session-fails)))

(defun session-wait (condition)
  (let ((end (+ (float-time) 60)) value)
    (while (and (not (setq value (funcall condition))) (< (float-time) end))
      (flymake-start)
      (accept-process-output nil 0.05))
    value))

(defun session-behind (needle)
  (goto-char (point-min))
  (search-forward needle))

(defun session-place ()
  "Tells the server of all edits, and gives the place of point."
  (eglot--signal-textDocument/didChange)
  (eglot--TextDocumentPositionParams))

(defun session-holds (needle)
  (string-match-p (regexp-quote needle) (buffer-string)))

(defun session ()
  (find-file (expand-file-name "order.bpmn" (getenv "CONNLINT_FOLDER")))
  (setq-local project-find-functions (list (lambda (_) (cons 'transient (file-name-as-directory (getenv "CONNLINT_FOLDER"))))))
  (apply #'eglot--connect (eglot--guess-contact))
  (eglot--maybe-activate-editing-mode)
  (let ((server (eglot-current-server)) found line)
    (session-check "connected" server emacs-version)
    (setq found (session-wait (lambda () (car (flymake-diagnostics)))))
    (session-check "a diagnostic appears" found)
    (session-check "of the right rule" (string-match-p "secret" (flymake-diagnostic-text found)) (flymake-diagnostic-text found))
    (setq line (line-number-at-pos (flymake-diagnostic-beg found)))
    (goto-char (flymake-diagnostic-beg found))
    (beginning-of-line)
    (insert "<!-- 😀 -->\n")
    (eglot--signal-textDocument/didChange)
    (session-check "it moves with an edit"
                   (session-wait (lambda ()
                                   (setq found (car (flymake-diagnostics)))
                                   (and found (= (1+ line) (line-number-at-pos (flymake-diagnostic-beg found)))))))
    (let* ((actions (eglot-code-actions (flymake-diagnostic-beg found) (flymake-diagnostic-end found) "quickfix"))
           (action (car actions))
           (edit (or (plist-get action :edit)
                     (plist-get (jsonrpc-request server :codeAction/resolve action) :edit))))
      (session-check "a fix is offered" action (plist-get action :title))
      (eglot--apply-workspace-edit edit)
      (session-check "and applied" (session-holds "&#34;{{secrets.SHOP_KEY}}&#34;"))
      (eglot--signal-textDocument/didChange)
      (session-check "and the diagnostic goes" (session-wait (lambda () (null (flymake-diagnostics))))))
    (session-behind "source=\"{{secrets.")
    (let* ((offers (jsonrpc-request server :textDocument/completion (session-place)))
           (item (cl-find-if (lambda (each) (string-match-p "SHOP_KEY" (plist-get each :label)))
                             (plist-get offers :items))))
      (session-check "completion offers the secret" item)
      (eglot--apply-text-edits (vector (plist-get item :textEdit)))
      (session-check "completion inserts"
                     (session-holds "source=\"{{secrets.SHOP_KEY}}\" target=\"authentication.token\"")))
    (session-behind "response.sta")
    (session-check "hover shows"
                   (string-match-p "response.status"
                                   (format "%S" (jsonrpc-request server :textDocument/hover (session-place)))))
    (session-behind "{{secrets.SHOP")
    (eglot--signal-textDocument/didChange)
    (eglot-rename "STORE_KEY")
    (session-check "rename writes every place" (and (session-holds "STORE_KEY") (not (session-holds "SHOP_KEY"))))
    (let ((report (jsonrpc-request
                   server :workspace/executeCommand
                   (list :command "connlint.server.run"
                         :arguments (vector (list :textDocument (eglot--TextDocumentIdentifier)
                                                  :element "Activity_Run"))))))
      (session-check "a run returns" (equal "finished" (plist-get report :kind)) (plist-get report :message)))
    (set-buffer-modified-p nil)
    (eglot-shutdown server)
    (session-check "it stops" (not (jsonrpc-running-p server)))))

(condition-case problem
    (session)
  (error (session-check "the session" nil problem)))
(kill-emacs (min session-fails 100))
