
# Files of these endings, and folders to go on in.
_fmksim_files() { # word, ending…
    local word=$1 ending file
    shift
    compopt -o filenames 2>/dev/null
    for ending; do
        while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -X "!*$ending" -- "$word")
    done
    while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -d -- "$word")
}

# The scenarios of the configuration or results file on the line.
_fmksim_scenarios() { # word
    local file names=
    for file in "${words[@]:2}"; do
        [[ -f $file ]] || continue
        case $file in
        *.cfg) names+=" all $("${words[0]}" check "$file" --scenarios 2>/dev/null)" ;;
        *.h5) names+=" $("${words[0]}" summary "$file" --scenarios 2>/dev/null)" ;;
        esac
    done
    mapfile -t COMPREPLY < <(compgen -W "$names" -- "$1")
}

# What an argument of that name can be: its name says it, as the help shows it.
_fmksim_value() { # option or "", name of the argument, word
    case $1,$2 in
    *,*SCENARIO* | --scenario,* | -s,NAME) _fmksim_scenarios "$3" ;;
    *,CONFIG) _fmksim_files "$3" .cfg ;;
    *,DIR) _fmksim_files "$3" ;;
    *,PATH=*) compopt -o nospace 2>/dev/null ;;
    *,*.h5 | *,*.csv | *,*.cfg | *,*.html | *,*.json) _fmksim_files "$3" ".${2##*.}" ;;
    *,FILE) _fmksim_files "$3" "" ;;
    *,*'|'*) mapfile -t COMPREPLY < <(compgen -W "${2//|/ }" -- "$3") ;;
    esac
}

# "[OPTION...] FILE.h5 A B": the name of the argument at that place; the last one, if it may be repeated.
_fmksim_argument() { # command, place from 0
    local -a names
    read -ra names <<<"${_fmksim_arguments[$1]}"
    local place=$2 name
    for ((; place >= 0; place--)); do
        name=${names[place]-}
        [[ -n $name ]] && break
    done
    if ((place < $2)) && [[ $name != *... ]]; then name=; fi
    name=${name%...}
    name=${name#[}
    printf '%s' "${name%]}"
}

# What the option takes; empty for nothing or if there is no such option.
_fmksim_takes() { # command, option
    local option
    local -a options
    read -ra options <<<"${_fmksim_options[$1]}"
    for option in "${options[@]}"; do
        if [[ ${option%%=*} == "$2" && $option == *=* ]]; then
            printf '%s' "${option#*=}"
            return
        fi
    done
}

# The line with "--option", "=" and "value", which bash takes for three words, as one: words, and cword of the cursor.
_fmksim_split() {
    local i
    words=() cword=0
    for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
        if ((i > 0)) && { [[ ${COMP_WORDS[i]} == =* ]] ||
            [[ ${COMP_WORDS[i - 1]} == "=" && ${words[-1]} == --*= ]]; }; then
            words[-1]+=${COMP_WORDS[i]}
        else
            words+=("${COMP_WORDS[i]}")
        fi
        if ((i == COMP_CWORD)); then cword=$((${#words[@]} - 1)); fi
    done
}

_fmksim() {
    local words cword word command before takes place=0 i
    COMPREPLY=()
    _fmksim_split
    word=${words[cword]-} command=${words[1]-} before=${words[cword - 1]-}
    if ((cword == 1)); then
        mapfile -t COMPREPLY < <(compgen -W "$_fmksim_commands --help --version" -- "$word")
        return
    fi
    [[ -n ${_fmksim_options[$command]-} ]] || return
    if [[ $word == --*=* ]]; then
        _fmksim_value "${word%%=*}" "$(_fmksim_takes "$command" "${word%%=*}")" "${word#*=}"
        return
    fi
    takes=$(_fmksim_takes "$command" "$before")
    if [[ -n $takes && $before != *=* ]]; then
        _fmksim_value "$before" "$takes" "$word"
        return
    fi
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(sed -E 's/=[^ ]*/=/g' <<<"${_fmksim_options[$command]}")" -- "$word")
        if [[ ${COMPREPLY[0]-} == *= ]]; then compopt -o nospace 2>/dev/null; fi
        return
    fi
    for ((i = 2; i < cword; i++)); do # arguments before the cursor, without options and what they take
        if [[ ${words[i]} == -* ]]; then continue; fi
        if [[ ${words[i - 1]} == -* && ${words[i - 1]} != *=* && -n $(_fmksim_takes "$command" "${words[i - 1]}") ]]; then
            continue
        fi
        place=$((place + 1))
    done
    _fmksim_value "" "$(_fmksim_argument "$command" "$place")" "$word"
}
complete -F _fmksim fmksim
