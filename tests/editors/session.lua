-- A session in Neovim, with its own client for language servers:
--   nvim --headless -u NONE -n -i NONE -S session.lua   with CONNLINT_COMMAND (JSON), CONNLINT_FOLDER, CONNLINT_OUT set.
-- Neovim 0.7 (Debian 12) is the oldest that this must run in.
local folder, failed = os.getenv("CONNLINT_FOLDER"), false
local out = assert(io.open(os.getenv("CONNLINT_OUT"), "w"))
local decode = vim.json and vim.json.decode or vim.fn.json_decode

local function check(name, ok, extra)
  out:write((ok and "ok " or "FAIL ") .. name .. " " .. tostring(extra or "") .. "\n")
  out:flush()
  if not ok then failed = true end
end

local function wait(condition) return vim.wait(60000, condition, 20) end

local function session()
  vim.cmd("edit " .. vim.fn.fnameescape(folder .. "/order.bpmn"))
  local buffer = vim.api.nvim_get_current_buf()
  local id = vim.lsp.start_client({
    name = "connlint",
    cmd = decode(os.getenv("CONNLINT_COMMAND")),
    root_dir = folder,
    init_options = { trusted = true, settings = { run = { allowedHosts = { "127.0.0.1" } } } },
  })
  vim.lsp.buf_attach_client(buffer, id)
  check("initialized", wait(function()
    local client = vim.lsp.get_client_by_id(id)
    return client and client.initialized
  end))
  local client = vim.lsp.get_client_by_id(id)

  local function text() return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n") end
  local function found() return vim.diagnostic.get(buffer)[1] end
  local function request(method, params)
    local answers, problem = vim.lsp.buf_request_sync(buffer, method, params, 60000)
    if not answers or not answers[id] then return nil, problem end
    return answers[id].result, answers[id].error
  end
  local function cursor_behind(needle)
    for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
      local _, stop = line:find(needle, 1, true)
      if stop then
        vim.api.nvim_win_set_cursor(0, { number, stop })
        return vim.lsp.util.make_position_params(0, client.offset_encoding)
      end
    end
    error("no " .. needle)
  end

  check("a diagnostic appears", wait(function() return #vim.diagnostic.get(buffer) == 1 end), vim.inspect(found()))
  check("of the right rule", found().code == "unquoted-secret", found().code)
  local line, column = found().lnum, found().col
  vim.api.nvim_buf_set_lines(buffer, line, line, false, { "<!-- \240\159\152\128 -->" })
  check("it moves with a line", wait(function() return found() and found().lnum == line + 1 end), found() and found().lnum)
  local start = vim.api.nvim_buf_get_lines(buffer, line + 1, line + 2, false)[1]:find("source=", 1, true)
  vim.api.nvim_buf_set_text(buffer, line + 1, start - 1, line + 1, start - 1, { "  " })
  check("and within a line", wait(function() return found() and found().col == column + 2 end), found() and found().col)

  vim.api.nvim_win_set_cursor(0, { found().lnum + 1, found().col })
  -- 0.7 knows no `apply`, and would ask.
  vim.ui.select = function(items, _, chosen) chosen(items[1], 1) end
  vim.lsp.buf.code_action({ context = { only = { "quickfix" } } })
  check("a fix is applied", wait(function() return #vim.diagnostic.get(buffer) == 0 end), vim.inspect(found()))
  check("as it should be", text():find("&#34;{{secrets.SHOP_KEY}}&#34;", 1, true) ~= nil)

  local position = cursor_behind('source="{{secrets.')
  local offers = request("textDocument/completion", position)
  local items = offers and (offers.items or offers) or {}
  local item
  for _, each in ipairs(items) do
    if each.label:find("SHOP_KEY", 1, true) then item = each end
  end
  check("completion offers the secret", item ~= nil, #items)
  vim.lsp.util.apply_text_edits({ item.textEdit }, buffer, client.offset_encoding)
  check("completion inserts", text():find('source="{{secrets.SHOP_KEY}}" target="authentication.token"', 1, true) ~= nil)

  cursor_behind("response.sta")
  vim.lsp.buf.hover()
  check("hover opens a window", wait(function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= "" then
        local shown = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
        return table.concat(shown, "\n"):find("response.status", 1, true) ~= nil
      end
    end
    return false
  end))

  position = cursor_behind("{{secrets.SHOP")
  position.newName = "STORE_KEY"
  local edit = request("textDocument/rename", position)
  vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
  local _, renamed = text():gsub("secrets%.STORE_KEY", "")
  check("rename writes every place", renamed == 2 and not text():find("SHOP_KEY", 1, true), renamed)

  local argument = { textDocument = { uri = vim.uri_from_bufnr(buffer) }, element = "Activity_Run" }
  local report = request("workspace/executeCommand", { command = "connlint.server.run", arguments = { argument } })
  check("a run returns", report and report.kind == "finished", vim.inspect(report and (report.message or report.kind)))
  check("with the answer", report and report.run and report.run.exchanges[1].status == 200)

  vim.cmd("set nomodified")
  client.stop()
  check("it stops", wait(function() return client.is_stopped() end))
end

local ok, problem = xpcall(session, debug.traceback)
if not ok then check("the session", false, problem) end
out:close()
vim.cmd(failed and "cquit 1" or "qall!")
